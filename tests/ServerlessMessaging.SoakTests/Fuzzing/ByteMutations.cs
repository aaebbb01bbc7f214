using System.Text;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Mutates bytes: flips, cuts, repeats, inserted tokens.</summary>
internal static class ByteMutations
{
    private static readonly byte[][] Tokens =
    [
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "-1e999", "\"id\":", "\0", "\uFEFF", "//", "😀", "[[[[[[[[[[[[[[[[" }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0x80],
    ];

    public static byte[] Mutate(byte[] sample, SeededRandom random)
    {
        var body = sample.ToList();
        for (var times = 1 + random.NextBelow(3); times > 0 && body.Count > 0; times--)
        {
            MutateOnce(body, random);
        }

        return [.. body];
    }

    private static void MutateOnce(List<byte> body, SeededRandom random)
    {
        var at = random.NextBelow(body.Count);
        var length = Math.Min(body.Count - at, 1 + random.NextBelow(40));
        switch (random.NextBelow(6))
        {
            case 0:
                body[at] ^= (byte)(1 << random.NextBelow(8));
                break;
            case 1:
                body.RemoveRange(at, length);
                break;
            case 2:
                body.RemoveRange(at, body.Count - at);
                break;
            case 3:
                body.InsertRange(at, random.Pick<byte[]>(Tokens));
                break;
            case 4:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            default:
                body[at] = (byte)random.NextBelow(256);
                break;
        }
    }
}
