namespace ServerlessMessaging.Contract.Rules;

public static partial class RequestRules
{
    /// <summary>Collects the errors of a request in its order, a hundred at most.</summary>
    private sealed class BrokenRules
    {
        private readonly List<ProblemError> _errors = [];

        public IReadOnlyList<ProblemError> Errors => _errors;

        public void Add(string pointer, ErrorCode code, string detail)
        {
            // A body of empty items must not cause a response a hundred times its size.
            if (_errors.Count < Problem.MaxErrors)
            {
                _errors.Add(new ProblemError(pointer, code, detail));
            }
        }

        public void Required(string pointer) =>
            Add(pointer, ErrorCodes.Required, $"'{pointer[(pointer.LastIndexOf('/') + 1)..]}' is required and must not be empty.");

        /// <summary>A required text within its limit.</summary>
        public void Text(string pointer, string text, int maximum)
        {
            if (IsBlank(text))
            {
                Required(pointer);
            }
            else
            {
                Length(pointer, text, maximum, ErrorCodes.TextTooLong);
            }
        }

        /// <summary>An optional text within its limit.</summary>
        public void OptionalText(string pointer, string? text, int maximum) => Length(pointer, text ?? string.Empty, maximum, ErrorCodes.TextTooLong);

        /// <summary>A required payload within its limit.</summary>
        public void Payload(string pointer, string payload, int maximum)
        {
            if (payload.Length == 0)
            {
                Required(pointer);
            }
            else
            {
                Length(pointer, payload, maximum, ErrorCodes.PayloadTooLong);
            }
        }

        /// <summary>A URL that a customer's client will load.</summary>
        public void Url(string pointer, string url, int maximum)
        {
            Text(pointer, url, maximum);
            if (url.Length <= maximum && !IsBlank(url) && !IsHttps(url))
            {
                Add(pointer, ErrorCodes.UrlNotHttps, UrlRemedy);
            }
        }

        /// <summary>A list of the right length.</summary>
        public void Count(string pointer, int count, int minimum, int maximum, string what)
        {
            if (count < minimum)
            {
                Add(pointer, ErrorCodes.TooFew, $"At least {minimum} {what} needed, found {count}.");
            }
            else if (count > maximum)
            {
                Add(pointer, ErrorCodes.TooMany, $"At most {maximum} {what} fit on this route, found {count}. Send fewer, or split them over several messages.");
            }
        }

        private void Length(string pointer, string text, int maximum, ErrorCode code)
        {
            if (text.Length > maximum)
            {
                Add(pointer, code, $"At most {maximum} UTF-16 code units fit here, found {text.Length}. Shorten it by {text.Length - maximum}.");
            }
        }
    }
}
