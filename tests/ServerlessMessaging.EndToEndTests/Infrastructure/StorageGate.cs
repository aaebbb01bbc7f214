using System.Collections.Immutable;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Lets a test hold or refuse chosen storage requests of the product.</summary>
internal sealed class StorageGate : HttpPipelinePolicy
{
    private ImmutableList<Guard> _guards = [];

    /// <summary>Holds the next matching request until it is released.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="addressPart">A part of its address.</param>
    public HeldRequest HoldNext(RequestMethod method, string addressPart)
    {
        var held = new HeldRequest();
        ImmutableInterlocked.Update(ref _guards, guards => guards.Add(new(method, addressPart, held)));
        return held;
    }

    /// <summary>Refuses the next matching requests with 403.</summary>
    /// <param name="method">The method of the requests.</param>
    /// <param name="addressPart">A part of their address.</param>
    /// <param name="times">How many requests.</param>
    public void RefuseNext(RequestMethod method, string addressPart, int times = 1) =>
        ImmutableInterlocked.Update(ref _guards, guards => guards.AddRange(Enumerable.Repeat(0, times).Select(_ => new Guard(method, addressPart, null))));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product reaches storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Take(message.Request) is { } guard)
        {
            await (guard.Held ?? throw new RequestFailedException(403, "The test refuses this request.")).PassAsync(message.CancellationToken);
        }

        await ProcessNextAsync(message, pipeline);
    }

    private Guard? Take(Request request)
    {
        while (_guards.Find(guard => guard.Guards(request)) is { } found)
        {
            if (ImmutableInterlocked.Update(ref _guards, guards => guards.Remove(found)))
            {
                return found;
            }
        }

        return null;
    }

    private sealed class Guard(RequestMethod method, string addressPart, HeldRequest? held)
    {
        public HeldRequest? Held => held;

        public bool Guards(Request request) => request.Method == method && request.Uri.ToString().Contains(addressPart, StringComparison.Ordinal);
    }
}

/// <summary>A storage request that waits for its test.</summary>
internal sealed class HeldRequest
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until the product makes the request.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public void Release() => _released.SetResult();

    public Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.SetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
