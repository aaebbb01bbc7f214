using System.Text;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Mutates a valid body by its structure, its bytes, both, or sometimes not at all.</summary>
internal static class FuzzedBody
{
    public static byte[] Create(string sample, SeededRandom random)
    {
        if (random.NextBool(0.12))
        {
            return Encoding.UTF8.GetBytes(sample);
        }

        var isStructured = random.NextBool(0.85);
        var body = Encoding.UTF8.GetBytes(isStructured ? JsonMutations.Mutate(sample, random) : sample);
        return isStructured && random.NextBool(0.9) ? body : ByteMutations.Mutate(body, random);
    }
}
