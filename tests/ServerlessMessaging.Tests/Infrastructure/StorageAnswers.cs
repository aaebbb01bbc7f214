using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure;
using Azure.Core;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>What a storage account answers: a value, by its own clock, or a fault.</summary>
internal sealed class StorageAnswers(TimeProvider time) : Response
{
    /// <summary>The account fails for a moment.</summary>
    public static RequestFailedException Busy { get; } = new(503, "busy", "ServerBusy", null);

    public override int Status => 200;

    public override string ReasonPhrase => "OK";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public static RequestFailedException Fault(int status, string code) => new(status, code, code, null);

    public Task<Response<T>> Of<T>(T value) => Task.FromResult(FromValue(value, this));

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => name == HttpHeader.Names.Date;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new(HttpHeader.Names.Date, Date)];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = ContainsHeader(name) ? Date : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = ContainsHeader(name) ? [Date] : null;
        return values is not null;
    }

    private string Date => time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
}
