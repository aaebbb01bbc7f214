namespace ServerlessMessaging.Simulator.Users;

internal sealed record User(Guid Id, string Name, string Email)
{
    private const string HomeDivision = "2f4c1d70-93aa-4b0d-8a53-1f6f6a3f7c10";

    /// <summary>The user as the API shows it.</summary>
    public object ToEntity() => new
    {
        Id,
        Name,
        Division = new { Id = HomeDivision, Name = "Home", SelfUri = $"/api/v2/authorization/divisions/{HomeDivision}" },
        Email,
        PrimaryContactInfo = new[] { new { Address = Email, MediaType = "EMAIL", Type = "PRIMARY" } },
        Addresses = Array.Empty<object>(),
        State = "active",
        Username = Email,
        Version = 1,
        AcdAutoAnswer = false,
        SelfUri = $"/api/v2/users/{Id}",
    };
}
