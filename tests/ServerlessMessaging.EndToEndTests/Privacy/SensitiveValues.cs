using System.Collections.Concurrent;
using System.Text;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>The values of a full run that must not appear in telemetry; each text is unique.</summary>
internal sealed class SensitiveValues
{
    public const string ClientSecret = "Zq7-client-secret-of-the-run";
    public const string AnotherClientSecret = "Zq7-client-secret-rotated-away";
    public const string WebhookSecret = "Zq7-webhook-secret-of-the-run";
    public const string WrongFunctionKey = "Zq7-function-key-of-a-guesser";
    public const string Title = "Zq7 title: Rechnung für Ångström";
    public const string Subtitle = "Zq7 subtitle <4711 EUR>";
    public const string Label = "Zq7 button label";
    public const string Payload = "Zq7 payload of a button";
    public const string Text = "Zq7 text \"in quotes\" & more";
    public const string Reply = "Zq7 reply of the flow";
    public const string Customer = "Zq7 words of the customer";
    public const string Name = "Zq7 Robin Nachname";
    public const string Email = "zq7.person@example.com";
    public const string KnownEmail = "zoe@example.com";
    public const string KnownName = "Zoë Ångström";
    public const string Phone = "49155501234567";
    public const string Url = "https://example.com/zq7?signed=link";

    private readonly ConcurrentDictionary<string, bool> _secrets = new(
        new[] { ClientSecret, AnotherClientSecret, WebhookSecret, FlowSecret, FlowSecret[6..], WrongFunctionKey, Infrastructure.TestSystem.FunctionKey }.Select(secret => KeyValuePair.Create(secret, true)));

    public static string FlowSecret { get; } = $"whsec_{Convert.ToBase64String(Encoding.UTF8.GetBytes("Zq7-flow-secret-of-the-run-0123"))}";

    /// <summary>Texts of messages, names and addresses.</summary>
    public static IReadOnlyList<string> Texts { get; } = [Title, Subtitle, Label, Payload, Text, Reply, Customer, Name, Email, KnownEmail, KnownName, Phone, Url];

    /// <summary>Secrets, keys, tokens, signatures.</summary>
    public IEnumerable<string> Secrets => _secrets.Keys;

    /// <summary>Adds a secret that was created during the run.</summary>
    public void Add(string secret) => _secrets.TryAdd(secret, true);
}
