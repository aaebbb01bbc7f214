namespace ServerlessMessaging.Contract;

/// <summary>Characters of which a reader sees nothing.</summary>
internal static class InvisibleCharacters
{
    /// <summary>Whether it is white space, a control character, or has no mark of its own.</summary>
    // Format characters are marks of direction, joiners, soft hyphens and tags; the numbers are fillers and selectors of other categories.
    public static bool IsInvisible(this Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
