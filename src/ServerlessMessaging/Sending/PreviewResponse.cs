namespace ServerlessMessaging.Sending;

/// <summary>What would be sent.</summary>
/// <param name="Route">The route that the recipient selects; null where there is not exactly one recipient.</param>
/// <param name="Request">The post to Genesys; null where rules are broken.</param>
/// <param name="Degradations">What the route could not show.</param>
/// <param name="Errors">Every rule that the request breaks; empty where it may be sent.</param>
public sealed record PreviewResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] SendRoute? Route,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] PreviewedPost? Request,
    IReadOnlyList<string> Degradations,
    IReadOnlyList<ProblemError> Errors);

/// <summary>A post to Genesys that is shown, not made.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path; <c>{userId}</c> stands for a user who is looked up by email when the message is sent.</param>
/// <param name="Body">The wire JSON.</param>
public sealed record PreviewedPost(string Method, string Path, JsonElement Body);
