namespace BotFlow;

/// <summary>The work of the flow, here the approval or rejection of a request. Replace it by your own.</summary>
internal static class Decision
{
    /// <summary>The text to reply, if any.</summary>
    public static string? Reply(FlowEvent flowEvent) => flowEvent.Type switch
    {
        "serverlessmessaging.postback.v1" => Pressed(flowEvent),
        "serverlessmessaging.text.v1" => "Please use the buttons: Approve or Reject.",
        _ => null,
    };

    private static string Pressed(FlowEvent flowEvent)
    {
        var data = flowEvent.Data;
        var request = data.Text("requestId") is { } id ? $"request {id}" : "your request";
        if (data.Member("payload") is { } payload && payload.Text("event") == "approval" && payload.Text("status") == "accepted")
        {
            return $"Thank you: {request} is approved.";
        }

        return data.Text("rawPayload")?.Contains("reject", StringComparison.OrdinalIgnoreCase) == true
            ? $"Understood: {request} is rejected."
            : $"Thank you, we got: {data.Text("title") ?? data.Text("text") ?? "your reply"}";
    }
}
