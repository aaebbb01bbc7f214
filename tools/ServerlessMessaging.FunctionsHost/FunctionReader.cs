using System.Text.Json;
using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Reads the bindings that a worker reports, and refuses those that this host does not support.</summary>
internal static class FunctionReader
{
    private static readonly string[] Triggers = ["httpTrigger", "queueTrigger", "timerTrigger"];

    public static HostedFunction Read(RpcFunctionMetadata metadata)
    {
        JsonElement? trigger = null;
        foreach (var binding in metadata.RawBindings.Select(binding => JsonElement.Parse(binding)))
        {
            var type = binding.GetProperty("type").GetString()!;
            if (Triggers.Contains(type))
            {
                trigger = binding;
            }
            else if (type != "http")
            {
                throw new FunctionAppHostException(
                    $"Function {metadata.Name} has a binding of type {type}. This host supports the triggers {string.Join(", ", Triggers)} and no other bindings.");
            }
        }

        return new(metadata.FunctionId, metadata.Name, trigger ?? throw new FunctionAppHostException($"Function {metadata.Name} has no trigger."));
    }
}
