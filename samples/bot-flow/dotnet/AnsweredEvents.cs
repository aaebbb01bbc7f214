namespace BotFlow;

/// <summary>
/// At least once: the same event may come again. The work is done once, and the answer is the same.
/// A real flow keeps this in its database: an event may come again after a restart, and to another instance.
/// </summary>
internal sealed class AnsweredEvents
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IResult> _responses = [];
    private readonly Queue<string> _oldestFirst = [];

    public (IResult Answer, bool IsKnown) Answer(FlowEvent flowEvent)
    {
        lock (_lock)
        {
            if (_responses.TryGetValue(flowEvent.Id, out var known))
            {
                return (known, true);
            }

            var response = Decision.Reply(flowEvent) is { } text ? Results.Json(new { reply = new { type = "text", text } }) : Results.NoContent();
            _responses.Add(flowEvent.Id, response);
            _oldestFirst.Enqueue(flowEvent.Id);
            if (_oldestFirst.Count > Most)
            {
                _responses.Remove(_oldestFirst.Dequeue());
            }

            return (response, false);
        }
    }
}
