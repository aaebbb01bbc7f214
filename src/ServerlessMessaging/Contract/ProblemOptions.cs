namespace ServerlessMessaging.Contract;

/// <summary>How problems are written. Bound to the root of the configuration.</summary>
public sealed class ProblemOptions
{
    /// <summary>The address of the page that explains the codes; a problem's <c>type</c> is this and the code as fragment.</summary>
    [Required(ErrorMessage = "ProblemTypeBase is empty. Leave it out for the default.")]
    [Url(ErrorMessage = "ProblemTypeBase must be an absolute URL.")]
    public string ProblemTypeBase { get; set; } = "https://github.com/ServerlessMessaging/ServerlessMessaging/blob/main/docs/errors.md";
}
