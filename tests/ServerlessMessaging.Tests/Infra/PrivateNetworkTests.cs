namespace ServerlessMessaging.Tests.Infra;

/// <summary>A private endpoint for each service that the function app uses, and the private DNS zone that leads to it.</summary>
public sealed class PrivateNetworkTests
{
    // The suffix of storage is known only in Azure: core.windows.net in the public cloud.
    public static TheoryData<string, string, string> Services => new()
    {
        { "blob", "Microsoft.Storage/storageAccounts", "format('privatelink.blob.{0}', environment().suffixes.storage)" },
        { "queue", "Microsoft.Storage/storageAccounts", "format('privatelink.queue.{0}', environment().suffixes.storage)" },
        { "table", "Microsoft.Storage/storageAccounts", "format('privatelink.table.{0}', environment().suffixes.storage)" },
        { "vault", "Microsoft.KeyVault/vaults", "privatelink.vaultcore.azure.net" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task PrivateEndpoint_OfEachService_LeadsToItsResourceAndIsNamedInItsZone(string service, string targetType, string zoneName)
    {
        var deployment = await Deployment.CompleteAsync();
        var network = Assert.Single(deployment.OfType("Microsoft.Network/virtualNetworks"));
        var zone = Assert.Single(deployment.OfType("Microsoft.Network/privateDnsZones"), zone => zone.Id.Contains(zoneName, StringComparison.Ordinal));
        var endpoint = Assert.Single(deployment.OfType("Microsoft.Network/privateEndpoints"), endpoint => endpoint.Name.StartsWith($"pe-{service}-", StringComparison.Ordinal));
        var connection = Assert.Single(endpoint["properties.privateLinkServiceConnections"].EnumerateArray()).GetProperty("properties");

        Assert.Equal(service, Assert.Single(connection.GetProperty("groupIds").EnumerateArray()).GetString());
        Assert.Equal(Assert.Single(deployment.OfType(targetType)).Id, connection.GetProperty("privateLinkServiceId").GetString());
        Assert.Equal($"{network.Id}/subnets/private-endpoints", endpoint["properties.subnet.id"].GetString());

        var group = Assert.Single(deployment.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"), group => group.Id.StartsWith($"{endpoint.Id}/", StringComparison.Ordinal));
        Assert.Equal(zone.Id, Assert.Single(group["properties.privateDnsZoneConfigs"].EnumerateArray()).GetProperty("properties").GetProperty("privateDnsZoneId").GetString());

        var link = Assert.Single(deployment.OfType("Microsoft.Network/privateDnsZones/virtualNetworkLinks"), link => link.Id.Contains(zoneName, StringComparison.Ordinal));
        Assert.Equal(network.Id, link["properties.virtualNetwork.id"].GetString());
    }

    [Fact]
    public async Task PrivateEndpoints_NotEnabled_DoNotExist() =>
        Assert.DoesNotContain((await Deployment.MinimalAsync()).Resources, resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
}
