using System.Net;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Users;

public sealed class UserDirectoryTests
{
    private const string Found = """{"entities":[{"id":"u-1","email":"Someone@Example.com"}]}""";

    [Fact]
    public async Task FindAsync_Query_FindsWhateverTheCase()
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, Found);

        Assert.Equal("u-1", await product.Get<UserDirectory>().FindAsync("someone@example.com", product.Deadline()));
        Assert.Equal("?email=someone%40example.com&pageSize=1", Assert.Single(product.Genesys.To(ProductFixture.UsersPath)).Query);
    }

    [Fact]
    public async Task FindAsync_Search_Finds()
    {
        using var product = new ProductFixture(("Genesys:UserLookup", "Search")).WithToken();
        product.Genesys.On(ProductFixture.SearchPath, HttpStatusCode.OK, """{"results":[{"id":"u-1","email":"someone@example.com"}]}""");

        Assert.Equal("u-1", await product.Get<UserDirectory>().FindAsync("someone@example.com", product.Deadline()));
        Assert.Equal(
            """{"query":[{"type":"EXACT","fields":["email"],"value":"someone@example.com"}],"pageSize":1}""",
            Assert.Single(product.Genesys.To(ProductFixture.SearchPath)).Body);
    }

    [Theory]
    [InlineData("""{"entities":[{"id":"u-9","email":"first@example.com"}]}""")]
    [InlineData("""{"entities":[{"id":"u-9"}]}""")]
    [InlineData("""{"entities":[]}""")]
    [InlineData("""{"entities":[{"id":"","email":"someone@example.com"}]}""")]
    [InlineData("""{"entities":[{"id":"§","email":"someone@example.com"}]}""")]
    [InlineData("{}")]
    [InlineData("""{"entities":[{"id":7,"email":"someone@example.com"}]}""")]
    [InlineData("""{"entities":[7,null,"x"]}""")]
    public async Task FindAsync_AnotherAddress_ReturnsNull(string body)
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, body.Replace("§", new string('i', 257), StringComparison.Ordinal));

        Assert.Null(await product.Get<UserDirectory>().FindAsync("someone@example.com", product.Deadline()));
    }

    [Fact]
    public async Task FindAsync_LongAddressAndId_AreReadWhole()
    {
        var email = $"{new string('a', 240)}@example.com";
        var id = new string('i', 256);
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, $$"""{"entities":[{"id":"{{id}}","email":"{{email}}"}]}""");

        Assert.Equal(id, await product.Get<UserDirectory>().FindAsync(email, product.Deadline()));
    }

    [Fact]
    public async Task FindAsync_OneDeadlineEnds_OthersKeepWaiting()
    {
        using var product = new ProductFixture().WithToken();
        var gate = new TaskCompletionSource();
        product.Genesys.On(ProductFixture.UsersPath, async (_, cancellation) =>
        {
            await gate.Task.WaitAsync(cancellation);
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, Found);
        });
        var directory = product.Get<UserDirectory>();
        var shortWait = directory.FindAsync("someone@example.com", product.Deadline(5));
        var longWait = directory.FindAsync("someone@example.com", product.Deadline(12));

        product.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<GenesysException>(() => shortWait);
        gate.SetResult();

        Assert.Equal("u-1", await longWait);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"entities":7}""")]
    public async Task FindAsync_UnreadableResponse_IsUnavailable(string body)
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, body);

        var exception = await Assert.ThrowsAsync<GenesysException>(() => product.Get<UserDirectory>().FindAsync("someone@example.com", product.Deadline()));

        Assert.Equal(FailureKind.Unavailable, exception.Failure.Kind);
    }

    [Theory]
    [InlineData(Found, 10)]
    [InlineData("""{"entities":[]}""", 1)]
    public async Task FindAsync_Twice_RemembersTheResult(string body, int minutes)
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, body);
        var directory = product.Get<UserDirectory>();
        await directory.FindAsync("someone@example.com", product.Deadline());

        product.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        await directory.FindAsync("SOMEONE@example.com", product.Deadline());
        Assert.Single(product.Genesys.To(ProductFixture.UsersPath));
        product.Time.Advance(TimeSpan.FromSeconds(1));
        await directory.FindAsync("someone@example.com", product.Deadline());

        Assert.Equal(2, product.Genesys.To(ProductFixture.UsersPath).Count);
    }
}
