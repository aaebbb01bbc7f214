namespace ServerlessMessaging.Simulator.Http;

/// <summary>Reads a body whole, within the platform's limit.</summary>
internal static class BodyReading
{
    /// <summary>The platform's request.bytes.max.</summary>
    public const int Limit = 512_000;

    /// <summary>The most bytes of an oversized body that the server reads before it closes the connection.</summary>
    public const int DrainLimit = 16 * 1024 * 1024;

    /// <summary>Returns null when the body is above the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var total = 0L;
        int read;

        // An oversized body is read to its end, because a client that is still writing would miss the refusal.
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            total += read;
            if (total <= Limit)
            {
                body.Write(buffer, 0, read);
            }
        }

        return total <= Limit ? body.ToArray() : null;
    }

    public static RefusalException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request body is larger than {Limit} bytes");
}
