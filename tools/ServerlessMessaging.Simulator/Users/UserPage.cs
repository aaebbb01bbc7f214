using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Users;

/// <summary>One page of users.</summary>
internal sealed record UserPage(IReadOnlyList<User> Found, int PageSize, int PageNumber)
{
    public const int DefaultSize = 25;

    public const int MaxSize = 500;

    public int Total => Found.Count;

    public int PageCount => (Total + PageSize - 1) / PageSize;

    public IReadOnlyList<object> Entities =>
        [.. Found.Skip((int)Math.Min(int.MaxValue, (long)PageSize * (PageNumber - 1))).Take(PageSize).Select(user => user.ToEntity())];

    public static int QueryNumber(IQueryCollection query, string name, int defaultValue, int max)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return defaultValue;
        }

        return int.TryParse(values.ToString(), out var number) && number >= 1 && number <= max
            ? number
            : throw new RefusalException(StatusCodes.Status400BadRequest, $"{name} must be a whole number from 1 to {max}")
            {
                Code = "invalid.value",
                FieldName = name,
            };
    }
}
