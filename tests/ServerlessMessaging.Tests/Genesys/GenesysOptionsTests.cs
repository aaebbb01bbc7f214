using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys;

public sealed class GenesysOptionsTests
{
    [Theory]
    [InlineData("Genesys:Region", "mars-north-1", "Genesys:Region 'mars-north-1' is unknown")]
    [InlineData("Genesys:LoginUrl", "http://login.example", "Genesys:LoginUrl must be an absolute https URL")]
    [InlineData("Genesys:ApiUrl", "ftp://127.0.0.1", "Genesys:ApiUrl must be an absolute https URL")]
    [InlineData("Genesys:ApiUrl", "https://gateway.example/genesys", "without path")]
    [InlineData("Genesys:LoginUrl", "https://user@login.example", "without path")]
    [InlineData("Genesys:OpenMessagingPath", "//evil.example/{channelId}", "must begin with one /")]
    [InlineData("Genesys:Clients:1:ClientId", "client-1", "names the client 'client-1' 2 times")]
    [InlineData("Genesys:Clients:1:SecretName", "second", "Genesys:Clients:1:ClientId is missing")]
    [InlineData("Genesys:Clients:0:ClientId", "", "Genesys:Clients:0:ClientId is missing")]
    [InlineData("Genesys:Clients:0:SecretName", "no/slash", "Genesys:Clients:0:SecretName is none of Key Vault")]
    [InlineData("Genesys:OpenMessagingPath", "/no/placeholder", "must begin with one / and hold {channelId}")]
    [InlineData("Genesys:UserLookup", "7", "UserLookup")]
    public void Validate_WrongSetting_NamesIt(string key, string value, string message)
    {
        using var product = new ProductFixture((key, value));

        var exception = Assert.Throws<OptionsValidationException>(() => product.Get<IOptions<GenesysOptions>>().Value);

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_UnknownRegionWithBothAddresses_IsAllowed()
    {
        using var product = new ProductFixture(
            ("Genesys:Region", "mars-north-1"), ("Genesys:LoginUrl", "https://login.mars.example"), ("Genesys:ApiUrl", "https://api.mars.example"));

        Assert.Equal("https://api.mars.example/", product.Get<IOptions<GenesysOptions>>().Value.GetApiAddress().ToString());
    }
}
