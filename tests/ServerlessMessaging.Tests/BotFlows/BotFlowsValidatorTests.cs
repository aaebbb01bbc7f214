using Microsoft.Extensions.Options;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Validation and binding of the settings of bot flows.</summary>
public sealed class BotFlowsValidatorTests
{
    [Theory]
    [InlineData("https://flow.example/hook")]
    [InlineData("https://10.0.0.1:8443/a?b=c")]
    public void Validate_HttpsUrlAndSecret_Succeeds(string url) => Assert.Empty(Failures(new() { Url = new Uri(url), SecretName = "flow-secret" }));

    [Theory]
    [InlineData("approvals")]
    [InlineData("a-1")]
    [InlineData("messages2")]
    public void Validate_Queue_Succeeds(string queue) => Assert.Empty(Failures(new() { Queue = queue }));

    [Theory]
    [InlineData("http://flow.example/hook")]
    [InlineData("http://localhost/hook")]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("ftp://flow.example")]
    [InlineData("/hook")]
    [InlineData("https://user:secret@flow.example/hook")]
    public void Validate_UrlWithoutHttps_Fails(string url)
    {
        var failure = Assert.Single(Failures(new() { Url = new Uri(url, UriKind.RelativeOrAbsolute), SecretName = "flow-secret" }));

        Assert.StartsWith("BotFlows:approvals: Url", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("http://127.0.0.1/hook", true)]
    [InlineData("http://[::1]/hook", true)]
    [InlineData("http://flow.example/hook", false)]
    public void Validate_LoopbackUrlInDevelopment_NeedsNoHttps(string url, bool isAllowed) =>
        Assert.Equal(isAllowed, Failures(new() { Url = new Uri(url), SecretName = "flow-secret" }, allowLoopback: true).Count == 0);

    [Theory]
    [InlineData("ab")]
    [InlineData("Approvals")]
    [InlineData("a--b")]
    [InlineData("-ab")]
    [InlineData("ab-")]
    [InlineData("a_b_c")]
    [InlineData("a.b.c")]
    [InlineData("abc\n")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("messages")]
    [InlineData("messages-deferred")]
    [InlineData("callbacks")]
    [InlineData("callbacks-poison")]
    public void Validate_InvalidOrReservedQueueName_Fails(string queue) =>
        Assert.Contains("Queue must be", Assert.Single(Failures(new() { Queue = queue })), StringComparison.Ordinal);

    [Fact]
    public void Validate_SeveralMistakes_ListsAll()
    {
        Assert.Contains("exactly one", Assert.Single(Failures(new())), StringComparison.Ordinal);
        Assert.Contains("SecretName", Assert.Single(Failures(new() { Url = new Uri("https://flow.example") })), StringComparison.Ordinal);
        Assert.Equal(4, Failures(new() { Url = new Uri("http://flow.example"), Queue = "Messages" }).Count);
    }

    [Theory]
    [InlineData("my.flow")]
    [InlineData("1st")]
    [InlineData("two words")]
    public void Validate_InvalidFlowName_Fails(string name) => Assert.NotEmpty(Failures(new() { Queue = "approvals" }, name: name));

    [Fact]
    public void Configure_NamesInAnyCase_FindsTheFlow()
    {
        using var product = new ProductFixture([.. ProductFixture.FlowAt("approvals"), ("BotFlows:approvals:Actions:0", "approve"), ("BotFlows:approvals:Actions:1", "reject"),
            ("BotFlows:approvals:AllowPrivateAddress", "true"), ("BotFlows:default:Queue", "events"), ("BotFlows:default:QueueEncoding", "Base64")]);

        var flows = product.Get<IOptions<BotFlowsOptions>>().Value;

        Assert.Equal(["approvals", "default"], flows.Keys.Order());
        Assert.Equal((new Uri("https://flow.example/hook"), "flow-secret", true), (flows["APPROVALS"].Url!, flows["Approvals"].SecretName!, flows["approvals"].AllowPrivateAddress));
        Assert.Equal(["approve", "reject"], flows["approvals"].Actions);
        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.Base64, flows["default"].QueueEncoding);
    }

    private static IReadOnlyList<string> Failures(BotFlowOptions flow, bool allowLoopback = false, string name = "approvals") =>
        [.. new BotFlowsValidator(new BotFlowAddresses(allowLoopback)).Validate(null, new() { [name] = flow }).Failures ?? []];
}
