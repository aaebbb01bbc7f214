namespace BotFlow;

/// <summary>
/// Events are delivered at least once: a repeated event gets the same response without the work being done again.
/// A real flow keeps the ids in its database, because an event can be repeated after a restart or to another instance.
/// </summary>
internal sealed class ProcessedEvents
{
    private const int MaxEvents = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IResult> _responses = [];
    private readonly Queue<string> _oldestFirst = [];

    public (IResult Response, bool IsKnown) Process(FlowEvent flowEvent)
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
            if (_oldestFirst.Count > MaxEvents)
            {
                _responses.Remove(_oldestFirst.Dequeue());
            }

            return (response, false);
        }
    }
}
