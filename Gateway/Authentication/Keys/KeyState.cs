namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>What a key is worth now.</summary>
internal enum KeyState
{
    /// <summary>Nobody has made it.</summary>
    Unknown,

    /// <summary>Its client is let in.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody took it back.</summary>
    Revoked,
}
