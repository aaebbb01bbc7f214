namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Records the credential of each call to Genesys.</summary>
internal sealed class CredentialRecorder(SensitiveValues sensitiveValues) : DelegatingHandler
{
    /// <summary>The name of the product's HTTP client for Genesys.</summary>
    public const string Client = "Genesys";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter is { } credential)
        {
            sensitiveValues.Add(credential);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
