using System.Buffers.Text;

namespace ServerlessMessaging.Records.Lists;

/// <summary>Where a list goes on.</summary>
/// <param name="Fingerprint">The filters that it was made for.</param>
/// <param name="Skip">How many rows of the storage service's page were shown.</param>
/// <param name="Token">The storage service's token of that page; empty for the first one.</param>
public sealed record MessageListContinuation(string Fingerprint, int Skip, string Token)
{
    private const char Separator = '|';

    /// <summary>As it stands in a query and a response.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, Fingerprint, Skip.ToString(CultureInfo.InvariantCulture), Token)));

    /// <summary>Reads one; null where it is none.</summary>
    public static MessageListContinuation? Read(string text) =>
        Base64Url.IsValid(text)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 3) is [var fingerprint, var skip, var token]
        && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? new(fingerprint, rows, token)
            : null;
}
