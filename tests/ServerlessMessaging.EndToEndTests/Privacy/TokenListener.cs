namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Stands between the product and Genesys, and notes what authorises each call.</summary>
internal sealed class TokenListener(SensitiveValues confidences) : DelegatingHandler
{
    /// <summary>The name of the product's HTTP client for Genesys.</summary>
    public const string Client = "Genesys";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization?.Parameter is { } credential)
        {
            confidences.Add(credential);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
