using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>Writes dead letters straight into storage, with any time.</summary>
internal static class StoredDeadLetters
{
    public static async Task WriteAsync(TestSystem system, string id, string code, string queue, DateTimeOffset at, int attempts = 0, string body = "{}")
    {
        var container = system.Storage.Blobs.GetBlobContainerClient("dead-letters");
        await container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var deadLetter = JsonSerializer.Serialize(new { id, queue, code, reason = "Written by a test.", at, attempts });
        var blob = container.GetAppendBlobClient($"{queue}/{code}/{at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{id}");
        var options = new AppendBlobCreateOptions { Metadata = new Dictionary<string, string> { ["record"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(deadLetter)) } };
        await blob.CreateAsync(options, TestContext.Current.CancellationToken);
        await using var content = BinaryData.FromString(body).ToStream();
        await blob.AppendBlockAsync(content, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Writes dead letters numbered from 0.</summary>
    public static Task WriteManyAsync(TestSystem system, int count, string code, string queue) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        TestContext.Current.CancellationToken,
        async (number, _) => await WriteAsync(system, $"dead-letter-{number:000}", code, queue, DateTimeOffset.UnixEpoch.AddDays(20_000)));
}
