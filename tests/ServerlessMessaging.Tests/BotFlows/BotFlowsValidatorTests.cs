using Microsoft.Extensions.Options;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>What the settings of bot flows must keep to, and what they become.</summary>
public sealed class BotFlowsValidatorTests
{
    [Theory]
    [InlineData("https://flow.example/hook")]
    [InlineData("https://10.0.0.1:8443/a?b=c")]
    public void A_flow_has_an_https_url_and_a_secret(string url) => Assert.Empty(Faults(new() { Url = new Uri(url), SecretName = "flow-secret" }));

    [Theory]
    [InlineData("approvals")]
    [InlineData("a-1")]
    [InlineData("messages2")]
    public void Or_a_queue_of_its_own(string queue) => Assert.Empty(Faults(new() { Queue = queue }));

    [Theory]
    [InlineData("http://flow.example/hook")]
    [InlineData("http://localhost/hook")]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("ftp://flow.example")]
    [InlineData("/hook")]
    [InlineData("https://user:secret@flow.example/hook")]
    public void Any_other_url_is_a_fault(string url)
    {
        var fault = Assert.Single(Faults(new() { Url = new Uri(url, UriKind.RelativeOrAbsolute), SecretName = "flow-secret" }));

        Assert.StartsWith("BotFlows:approvals: Url", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("http://127.0.0.1/hook", true)]
    [InlineData("http://[::1]/hook", true)]
    [InlineData("http://flow.example/hook", false)]
    public void In_development_this_machine_needs_no_tls(string url, bool isAllowed) =>
        Assert.Equal(isAllowed, Faults(new() { Url = new Uri(url), SecretName = "flow-secret" }, allowLoopback: true).Count == 0);

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
    public void A_name_that_no_queue_can_have_or_one_of_ours_is_a_fault(string queue) =>
        Assert.Contains("Queue must be", Assert.Single(Faults(new() { Queue = queue })), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        Assert.Contains("exactly one", Assert.Single(Faults(new())), StringComparison.Ordinal);
        Assert.Contains("SecretName", Assert.Single(Faults(new() { Url = new Uri("https://flow.example") })), StringComparison.Ordinal);
        Assert.Equal(4, Faults(new() { Url = new Uri("http://flow.example"), Queue = "Messages" }).Count);
    }

    [Theory]
    [InlineData("my.flow")]
    [InlineData("1st")]
    [InlineData("two words")]
    public void A_name_that_no_request_can_give_is_a_fault(string name) => Assert.NotEmpty(Faults(new() { Queue = "approvals" }, name: name));

    [Fact]
    public void Settings_become_flows_by_names_of_any_case()
    {
        using var product = new ProductFixture([.. ProductFixture.FlowAt("approvals"), ("BotFlows:approvals:Actions:0", "approve"), ("BotFlows:approvals:Actions:1", "reject"),
            ("BotFlows:approvals:AllowPrivateAddress", "true"), ("BotFlows:default:Queue", "events"), ("BotFlows:default:QueueEncoding", "Base64")]);

        var flows = product.Get<IOptions<BotFlowsOptions>>().Value;

        Assert.Equal(["approvals", "default"], flows.Keys.Order());
        Assert.Equal((new Uri("https://flow.example/hook"), "flow-secret", true), (flows["APPROVALS"].Url!, flows["Approvals"].SecretName!, flows["approvals"].AllowPrivateAddress));
        Assert.Equal(["approve", "reject"], flows["approvals"].Actions);
        Assert.Equal(Azure.Storage.Queues.QueueMessageEncoding.Base64, flows["default"].QueueEncoding);
    }

    private static IReadOnlyList<string> Faults(BotFlowOptions flow, bool allowLoopback = false, string name = "approvals") =>
        [.. new BotFlowsValidator(new BotFlowAddresses(allowLoopback)).Validate(null, new() { [name] = flow }).Failures ?? []];
}
