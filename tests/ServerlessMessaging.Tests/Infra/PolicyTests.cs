namespace ServerlessMessaging.Tests.Infra;

/// <summary>Access by identity, TLS 1.2 and protection against deletion, with every combination of parameters that is deployed here.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task StorageAccounts_Always_RefuseSharedKeysPublicBlobsAndOldTls() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.Storage/storageAccounts"), account =>
        {
            Assert.False(account["properties.allowSharedKeyAccess"].GetBoolean());
            Assert.False(account["properties.allowBlobPublicAccess"].GetBoolean());
            Assert.False(account["properties.allowCrossTenantReplication"].GetBoolean());
            Assert.True(account["properties.defaultToOAuthAuthentication"].GetBoolean());
            Assert.True(account["properties.supportsHttpsTrafficOnly"].GetBoolean());
            Assert.Equal("TLS1_2", account["properties.minimumTlsVersion"].GetString());
        });

    [Fact]
    public async Task BlobContainers_Always_ArePrivate() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", container["properties.publicAccess"].GetString()));

    // A version of every state of every record would be kept and paid for.
    [Fact]
    public async Task BlobServices_Always_KeepNoVersions() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.Storage/storageAccounts/blobServices"), service => Assert.False(service["properties.isVersioningEnabled"].GetBoolean()));

    [Fact]
    public async Task KeyVaults_Always_UseRolesAndCannotBePurged() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.KeyVault/vaults"), vault =>
        {
            Assert.True(vault["properties.enableRbacAuthorization"].GetBoolean());
            Assert.True(vault["properties.enableSoftDelete"].GetBoolean());
            Assert.True(vault["properties.enablePurgeProtection"].GetBoolean());
        });

    // Its name is in use for 90 days after a deletion.
    [Fact]
    public async Task KeyVault_RecoverVault_IsRecovered()
    {
        Assert.Equal("default", Assert.Single((await Deployment.MinimalAsync()).OfType("Microsoft.KeyVault/vaults"))["properties.createMode"].GetString());
        Assert.Equal("recover", Assert.Single((await Deployment.CompleteAsync()).OfType("Microsoft.KeyVault/vaults"))["properties.createMode"].GetString());
    }

    [Fact]
    public async Task FunctionApps_Always_RequireTlsAndAnIdentity() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.Web/sites"), site =>
        {
            Assert.True(site["properties.httpsOnly"].GetBoolean());
            Assert.Equal("1.2", site["properties.siteConfig.minTlsVersion"].GetString());
            Assert.Equal("1.2", site["properties.siteConfig.scmMinTlsVersion"].GetString());
            Assert.Equal("UserAssigned", site["identity.type"].GetString());
            Assert.Equal("UserAssignedIdentity", site["properties.functionAppConfig.deployment.storage.authentication.type"].GetString());
            Assert.Equal("RollingUpdate", site["properties.functionAppConfig.siteUpdateStrategy.type"].GetString());
            // Flex Consumption rejects it with error 51021.
            Assert.Null(site.Find("properties.siteConfig.ftpsState"));
        });

    [Fact]
    public async Task PublishingPasswords_Always_AreOff()
    {
        var policies = (await Deployment.MinimalAsync()).OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.Name).Order());
        Assert.All(policies, policy => Assert.False(policy["properties.allow"].GetBoolean()));
    }

    [Fact]
    public async Task Telemetry_Always_ComesFromIdentities()
    {
        Assert.All(await Deployment.InBothAsync("Microsoft.OperationalInsights/workspaces"), workspace => Assert.True(workspace["properties.features.disableLocalAuth"].GetBoolean()));
        Assert.All(await Deployment.InBothAsync("Microsoft.Insights/components"), component =>
        {
            Assert.True(component["properties.DisableLocalAuth"].GetBoolean());
            Assert.Contains("/workspaces/", component["properties.WorkspaceResourceId"].GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task VirtualNetwork_Enabled_IsTheOnlyWayToStorageAndKeyVault()
    {
        var deployment = await Deployment.CompleteAsync();

        Assert.All(
            deployment.OfType("Microsoft.Storage/storageAccounts").Concat(deployment.OfType("Microsoft.KeyVault/vaults")),
            resource =>
            {
                Assert.Equal("Disabled", resource["properties.publicNetworkAccess"].GetString());
                Assert.Equal("Deny", resource["properties.networkAcls.defaultAction"].GetString());
            });
        Assert.Equal(
            ["blob", "queue", "table", "vault"],
            deployment.OfType("Microsoft.Network/privateEndpoints").Select(endpoint => endpoint["properties.privateLinkServiceConnections"][0].GetProperty("name").GetString()).Order());
        Assert.EndsWith("/subnets/functions", deployment.OfType("Microsoft.Web/sites")[0]["properties.virtualNetworkSubnetId"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_WithLocation_NameTheirEnvironment() =>
        Assert.All((await Deployment.CompleteAsync()).Resources.Where(resource => resource.Find("location") is not null), resource => Assert.Equal("test", resource["tags.environment"].GetString()));
}
