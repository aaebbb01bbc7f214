using System.Buffers;

namespace ServerlessMessaging.Simulator.Webhooks;

internal static class HeaderText
{
    /// <summary>The characters that the value of a header may hold: printable ASCII.</summary>
    public static readonly SearchValues<char> Characters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);
}
