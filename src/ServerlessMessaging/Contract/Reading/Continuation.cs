using System.Buffers.Text;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>The position where a list continues: opaque text in a query and a response.</summary>
/// <param name="Filters">The filters that it was made for.</param>
/// <param name="Position">The state of the list besides the token.</param>
/// <param name="Token">The storage service's token; null for the first page.</param>
internal sealed record Continuation(string Filters, long Position, string? Token)
{
    private const char Separator = '|';

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, Filters, Position.ToString(CultureInfo.InvariantCulture), Token)));

    /// <summary>Reads a continuation; null where the text is none.</summary>
    public static Continuation? Read(string text) =>
        Base64Url.IsValid(text)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 3) is [var filters, var position, var token]
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(filters, number, token.Length > 0 ? token : null)
            : null;
}
