namespace ServerlessMessaging.Simulator.Users;

/// <summary>The users of the organisation, with ids that are the same at every start.</summary>
internal sealed class UserDirectory
{
    /// <summary>The first user is never a recipient, so that a look-up which returns the first user is detected.</summary>
    public IReadOnlyList<User> All { get; } =
    [
        new(new("6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a01"), "Alex Admin", "admin@example.com"),
        new(new("6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02"), "Robin Recipient", DevelopmentValues.UserEmail),
        new(new("6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a03"), "Avery Approver", "approver@example.com"),
        new(new("6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a04"), "Zoë Ångström", "zoe@example.com"),
    ];

    public IReadOnlyList<User> WithEmail(string email) =>
        [.. All.Where(user => user.Email.Equals(email, StringComparison.OrdinalIgnoreCase))];

    public User? WithChannel(string channelId) =>
        All.FirstOrDefault(user => channelId.Equals($"user:{user.Id}", StringComparison.OrdinalIgnoreCase));
}
