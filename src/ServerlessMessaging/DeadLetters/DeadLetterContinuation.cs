using System.Buffers.Text;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Where a scan of dead letters goes on.</summary>
/// <param name="Start">When the scan began: what was set aside later is not part of it, so that a replay does not chase its own tail.</param>
/// <param name="Token">The storage service's own token; empty for the beginning.</param>
internal sealed record DeadLetterContinuation(DateTimeOffset Start, string Token)
{
    private const char Separator = '|';

    /// <summary>As it stands in a query and an answer.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}{Separator}{Token}"));

    /// <summary>Reads one; null where it is none.</summary>
    public static DeadLetterContinuation? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 2) is [var start, var token]
                && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), token)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
