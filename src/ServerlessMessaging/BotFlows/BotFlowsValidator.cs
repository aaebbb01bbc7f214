using System.Text.RegularExpressions;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.BotFlows;

/// <summary>Validates the settings of bot flows.</summary>
internal sealed partial class BotFlowsValidator(BotFlowAddresses addresses) : IValidateOptions<BotFlowsOptions>
{
    public ValidateOptionsResult Validate(string? name, BotFlowsOptions options)
    {
        var failures = options.SelectMany(flow => Faults(flow.Key, flow.Value).Select(fault => $"BotFlows:{flow.Key}: {fault}")).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Faults(string name, BotFlowOptions flow)
    {
        (bool IsFault, string Text)[] rules =
        [
            (!RequestRules.IsFlowName(name), "a name is 1 to 64 letters, digits, '_' and '-', beginning with a letter; no request could name this one as replyTo."),
            ((flow.Url is null) == string.IsNullOrEmpty(flow.Queue), "set exactly one of Url and Queue."),
            (flow.Url is { } url && !IsAllowed(url), "Url must be an absolute https URL without user."),
            (flow.Url is not null && !SecretName.IsValid(flow.SecretName ?? string.Empty),
                "SecretName is missing or no name of a secret. Set it to the name of the secret in Key Vault with which its events are signed."),
            (flow.Queue is { Length: > 0 } queue && (!QueueName.IsMatch(queue) || QueueNames.All.Contains(queue)),
                "Queue must be a queue's name (3 to 63 lower-case letters, digits and single dashes inside) and no queue of the application."),
        ];
        return rules.Where(rule => rule.IsFault).Select(rule => rule.Text);
    }

    private bool IsAllowed(Uri url) =>
        url.IsAbsoluteUri && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && addresses.AllowLoopback));

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QueueName { get; }
}
