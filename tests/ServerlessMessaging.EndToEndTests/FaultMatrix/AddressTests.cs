using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Events go to no forbidden address; the rule of production, without the exception for development.</summary>
[Trait("Fault", "F20")]
public sealed class AddressTests
{
    private const string RefusedReason = "its address is one that may not be reached";

    // An overlay identifier (RFC 7343): not routable, and not refused by a rule.
    private const string PublicAddress = "2001:20::1";

    [Fact]
    public async Task DeliverCallback_NameOfAForbiddenAddress_IsRefused()
    {
        string[] forbidden = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254", "::ffff:169.254.169.254", "168.63.129.16", "fe80::1", "fd00:ec2::254", "64:ff9b::7f00:1"];
        string[] privateAddresses = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fc00::1"];
        var resolver = new TestResolver();
        var settings = new List<(string Key, string Value)>();
        await using var target = await TestFlow.StartAsync();
        AddFlows("strict", [.. forbidden, .. privateAddresses], allowPrivate: false);
        AddFlows("private", forbidden, allowPrivate: true);
        var count = settings.Count / 4;
        await using var callbacks = await StartAsync(resolver, settings);

        foreach (var action in settings.Where(setting => setting.Key.EndsWith("Actions:0", StringComparison.Ordinal)).Select(setting => setting.Value))
        {
            Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound($"m-{action}", "Go", $$"""{"action":"{{action}}"}""")));
        }

        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDeadLettered, count);
        var deadLetters = await callbacks.Bridge.DeadLettersAsync();
        Assert.Equal(count, deadLetters.Count);
        Assert.All(deadLetters, deadLetter => Assert.Contains(RefusedReason, deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.All(deadLetters, deadLetter => Assert.Equal("SM4102", deadLetter.GetProperty("code").GetString()));
        Assert.Equal(0, target.Connections);

        void AddFlows(string kind, string[] addresses, bool allowPrivate)
        {
            for (var index = 0; index < addresses.Length; index++)
            {
                var name = $"{kind}-{index}";
                resolver.SetAddresses($"{name}.example.com", [addresses[index]]);
                settings.AddRange(Flow(name, $"https://{name}.example.com:{target.Url.Port}/", allowPrivate));
            }
        }
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("[::1]", false)]
    [InlineData("2130706433", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    public async Task DeliverCallback_LoopbackByAnyName_IsRefused(string host, bool allowPrivate)
    {
        await using var target = await TestFlow.StartAsync();
        await using var callbacks = await StartAsync(null, [.. Flow("local", $"https://{host}:{target.Url.Port}/", allowPrivate)]);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"local"}"""));

        Assert.Contains(RefusedReason, (await callbacks.WaitForDeadLetterAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task DeliverCallback_DnsRebinding_IsRefused(string secondAddress)
    {
        await using var target = await TestFlow.StartAsync();
        var resolver = new TestResolver();
        resolver.SetAddresses("rebinding.example.com", [PublicAddress], [secondAddress]);
        await using var callbacks = await StartAsync(resolver, [.. Flow("rebinding", $"https://rebinding.example.com:{target.Url.Port}/", allowPrivate: false)]);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"rebinding"}"""));

        Assert.Contains(RefusedReason, (await callbacks.WaitForDeadLetterAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        // Once for each attempt.
        Assert.Equal(4, resolver.CountOf("rebinding.example.com"));
        Assert.Equal(0, target.Connections);
    }

    [Fact]
    public async Task DeliverCallback_SeveralAddresses_TriesTheAllowedOnesOnly()
    {
        await using var target = await TestFlow.StartAsync();
        var resolver = new TestResolver();
        resolver.SetAddresses("mixed.example.com", ["127.0.0.1", PublicAddress, "10.0.0.1"]);
        await using var callbacks = await StartAsync(resolver, [.. Flow("mixed", $"https://mixed.example.com:{target.Url.Port}/", allowPrivate: false)]);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"mixed"}"""));

        Assert.DoesNotContain(RefusedReason, (await callbacks.WaitForDeadLetterAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData("Url must be an absolute https URL", "Url=http://example.com/", "SecretName=s")]
    [InlineData("Url must be an absolute https URL", "Url=http://127.0.0.1:7071/", "SecretName=s")]
    [InlineData("Url must be an absolute https URL", "Url=https://user:password@example.com/", "SecretName=s")]
    [InlineData("Url must be an absolute https URL", "Url=ftp://example.com/", "SecretName=s")]
    [InlineData("exactly one of Url and Queue", "Url=https://example.com/", "SecretName=s", "Queue=flow-events")]
    [InlineData("exactly one of Url and Queue", "SecretName=s")]
    [InlineData("SecretName is missing", "Url=https://example.com/")]
    [InlineData("none of our own", "Queue=callbacks")]
    [InlineData("none of our own", "Queue=messages-poison")]
    [InlineData("none of our own", "Queue=Flow_Events")]
    public async Task Start_InvalidBotFlow_Throws(string why, params string[] flow)
    {
        var settings = flow.Select(setting => setting.Split('=', 2)).Select(setting => ($"BotFlows:wrong:{setting[0]}", setting[1]));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestSystem.StartAsync(Strict, [.. settings]));

        Assert.Contains("BotFlows:wrong: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("password", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliverCallback_Redirect_IsNotFollowed()
    {
        await using var target = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(
            FlowResponses.Redirect(target.Url), FlowResponses.Redirect(target.Url, StatusCodes.Status302Found), FlowResponses.Redirect(target.Url, StatusCodes.Status308PermanentRedirect));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        Assert.Equal(4, (await callbacks.SettledAsync(1)).Count);
        Assert.Equal(0, target.Connections);
    }

    private static IEnumerable<(string Key, string Value)> Flow(string name, string url, bool allowPrivate) =>
    [
        ($"BotFlows:{name}:Url", url),
        ($"BotFlows:{name}:SecretName", CallbackSystem.FlowSecretName),
        ($"BotFlows:{name}:Actions:0", name),
        ($"BotFlows:{name}:AllowPrivateAddress", allowPrivate.ToString(CultureInfo.InvariantCulture)),
    ];

    private static void Strict(IServiceCollection services) => services.AddSingleton(new BotFlowAddresses(allowLoopback: false));

    // The default flow of these tests has a loopback address, which would be refused at the start.
    private static async Task<CallbackSystem> StartAsync(TestResolver? resolver, IEnumerable<(string Key, string Value)> settings)
    {
        return await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(),
            services =>
            {
                Strict(services);
                if (resolver is not null)
                {
                    services.AddSingleton<IAddressResolver>(resolver);
                }
            },
            [("BotFlows:approvals:Url", "https://approvals.example.com/"), .. settings]);
    }
}
