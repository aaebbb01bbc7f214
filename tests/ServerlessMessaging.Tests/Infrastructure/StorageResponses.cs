using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Responses of a storage account: a value, or a fault.</summary>
internal sealed class StorageResponses : Response
{
    /// <summary>A transient fault of the account.</summary>
    public static RequestFailedException Busy { get; } = Fault(503, "ServerBusy");

    public override int Status => 200;

    public override string ReasonPhrase => "OK";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public static RequestFailedException Fault(int status, string code) => new(status, code, code, null);

    public static Task<Response<T>> Create<T>(T value) => Task.FromResult(FromValue(value, new StorageResponses()));

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => false;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}
