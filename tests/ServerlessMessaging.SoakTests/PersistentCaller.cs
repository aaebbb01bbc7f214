using System.Collections.Concurrent;
using System.Text;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>A caller who repeats his request under its id until it is settled, as docs/reliability.md tells him to.</summary>
internal sealed class PersistentCaller(Func<Uri> address, string functionKey) : IDisposable
{
    private const string Parked = "SM3007";

    // Who repeats without a limit brings down what he waits for.
    private const int Lines = 16;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _lines = new(Lines);
    private readonly HttpClient _http = LoopbackClient.Create();
    private readonly ConcurrentDictionary<string, string> _unsettled = new();
    private int _calls;

    /// <summary>All calls that he made.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The requests that are not settled, with the last answer to each.</summary>
    public IReadOnlyDictionary<string, string> Unsettled => _unsettled;

    /// <summary>Sends until the answer is neither a broken connection nor 503, nor 504 of a lost answer, nor 409 of a request that is being sent.</summary>
    public async Task<HttpResult> SendAsync(string request)
    {
        for (var breath = Breath; ; breath = breath < MaxPause ? breath * 2 : MaxPause)
        {
            var response = await TryAsync(request);
            if (response is { Status: not (409 or 503 or 504) } or { Status: 409, Code: Parked })
            {
                _unsettled.TryRemove(request, out _);
                return response;
            }

            _unsettled[request] = response?.ToString() ?? "broken off";
            await Pause.TakeAsync(response?.RetryAfter ?? breath);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _lines.Dispose();
    }

    private async Task<HttpResult?> TryAsync(string body)
    {
        // The address after it: meanwhile another process may have taken the place of the one that died.
        await _lines.WaitAsync(TestContext.Current.CancellationToken);
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
            _lines.Release();
        }
    }
}
