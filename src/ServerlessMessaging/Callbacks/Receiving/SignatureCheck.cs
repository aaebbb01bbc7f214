namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>What a webhook's signature is worth.</summary>
public enum SignatureCheck
{
    /// <summary>The sender knows the secret.</summary>
    Valid,

    /// <summary>There is no header, or more than one.</summary>
    Missing,

    /// <summary>The header is not <c>sha256=</c> and Base64 of 32 bytes.</summary>
    Malformed,

    /// <summary>The signature is that of another body or secret.</summary>
    Mismatch,

    /// <summary>The secret is empty, with which anybody could sign.</summary>
    NoSecret,
}
