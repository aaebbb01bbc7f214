using System.Collections.Concurrent;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.EndToEndTests.Infrastructure;

[assembly: AssemblyFixture(typeof(TestStorage))]

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>One Azurite for all tests, with a storage account for each test system.</summary>
public sealed class TestStorage : IAsyncDisposable
{
    private const int Accounts = 1000;
    private static readonly ConcurrentQueue<string> Free = new(Enumerable.Range(0, Accounts).Select(number => $"test{number}"));
    private static readonly string[] Names = [.. Free];
    private static readonly Lazy<Task<AzuriteServer>> Azurite = new(StartAsync);

    /// <summary>The connection string of an empty storage account.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var azurite = await Azurite.Value;
        return Free.TryDequeue(out var name)
            ? azurite.ConnectionString(name)
            : throw new InvalidOperationException($"More than {Accounts} tests ask for a storage account.");
    }

    public async ValueTask DisposeAsync()
    {
        if (Azurite.IsValueCreated)
        {
            await (await Azurite.Value).DisposeAsync();
        }
    }

    private static async Task<AzuriteServer> StartAsync() =>
        await AzuriteServer.StartAsync(await NodePackages.EnsureAsync(_ => { }, CancellationToken.None), accounts: Names);
}
