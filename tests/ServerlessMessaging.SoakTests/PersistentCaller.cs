using System.Collections.Concurrent;
using System.Text;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>A caller that repeats its request under the same id until it has an outcome, as docs/reliability.md describes.</summary>
internal sealed class PersistentCaller(Func<Uri> address, string functionKey) : IDisposable
{
    private const string Parked = "SM3007";

    // Unlimited repeats would overload the process.
    private const int MaxConcurrentCalls = 16;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _slots = new(MaxConcurrentCalls);
    private readonly HttpClient _http = LoopbackClient.Create();
    private readonly ConcurrentDictionary<string, string> _unsettled = new();
    private int _calls;

    /// <summary>All calls, repeats included.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The requests without an outcome, with the last response to each.</summary>
    public IReadOnlyDictionary<string, string> Unsettled => _unsettled;

    /// <summary>Sends until the response is neither a broken connection nor 503, 504, or 409 of a request that is being sent.</summary>
    public async Task<HttpResult> SendAsync(string request)
    {
        for (var delay = Interval; ; delay = delay < MaxPause ? delay * 2 : MaxPause)
        {
            var response = await TryAsync(request);
            if (response is { Status: not (409 or 503 or 504) } or { Status: 409, Code: Parked })
            {
                _unsettled.TryRemove(request, out _);
                return response;
            }

            _unsettled[request] = response?.ToString() ?? "broken off";
            await Pause.ForAsync(response?.RetryAfter ?? delay);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<HttpResult?> TryAsync(string body)
    {
        // Read the address afterwards: another process may have been started meanwhile.
        await _slots.WaitAsync(TestContext.Current.CancellationToken);
        Interlocked.Increment(ref _calls);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address(), "/api/messages"));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("x-functions-key", functionKey);
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return await HttpResult.ReadAsync(response);
        }
        catch (HttpRequestException)
        {
            return null;
        }
        finally
        {
            _slots.Release();
        }
    }
}
