using ServerlessMessaging.Genesys;

namespace ServerlessMessaging.Tests.Genesys;

public sealed class GenesysRegionsTests
{
    [Fact]
    public void Domains_AllRegions_Are18() => Assert.Equal(18, GenesysRegions.Domains.Count);

    [Theory]
    [InlineData("us-east-1", "https://login.mypurecloud.com/", "https://api.mypurecloud.com/")]
    [InlineData("us-east-2", "https://login.use2.us-gov-pure.cloud/", "https://api.use2.us-gov-pure.cloud/")]
    [InlineData("eu-central-1", "https://login.mypurecloud.de/", "https://api.mypurecloud.de/")]
    [InlineData("EU-Central-2", "https://login.euc2.pure.cloud/", "https://api.euc2.pure.cloud/")]
    [InlineData("ap-northeast-3", "https://login.apne3.pure.cloud/", "https://api.apne3.pure.cloud/")]
    public void GetAddresses_Region_DecidesBoth(string region, string login, string api)
    {
        var options = new GenesysOptions { Region = region };

        Assert.Equal((login, api), (options.GetLoginAddress().ToString(), options.GetApiAddress().ToString()));
    }

    [Fact]
    public void GetAddresses_ExplicitAddress_WinsOverRegion()
    {
        var options = new GenesysOptions { LoginUrl = new("http://127.0.0.1:7072"), ApiUrl = new("http://127.0.0.1:7072") };

        Assert.Equal(("127.0.0.1", "127.0.0.1"), (options.GetLoginAddress().Host, options.GetApiAddress().Host));
    }
}
