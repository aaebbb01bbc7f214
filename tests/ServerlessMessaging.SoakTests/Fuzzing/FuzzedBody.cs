using System.Text;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>A valid body, broken: by its structure, by its bytes, both, or now and then not at all.</summary>
internal static class FuzzedBody
{
    public static byte[] Of(string sample, SeededRandom chance)
    {
        if (chance.Is(0.12))
        {
            return Encoding.UTF8.GetBytes(sample);
        }

        var isStructured = chance.Is(0.85);
        var body = Encoding.UTF8.GetBytes(isStructured ? JsonMutations.Mutate(sample, chance) : sample);
        return isStructured && chance.Is(0.9) ? body : ByteMutations.Mutate(body, chance);
    }
}
