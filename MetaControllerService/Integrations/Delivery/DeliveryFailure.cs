namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>Why a service did not take what it was told.</summary>
internal enum DeliveryFailure
{
    /// <summary>It can't be reached, is overloaded or broke off: the same will do later.</summary>
    Unavailable,

    /// <summary>It refuses the key, or knows nothing at the address: nothing will do until the settings are right.</summary>
    Misconfigured,

    /// <summary>It refuses what it was told: that will never do.</summary>
    Refused,
}
