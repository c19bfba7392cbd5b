namespace MctsAspire.Gateway.Audit;

/// <summary>Where is written down who did what: by a running Gateway beside its work, by a command at once.</summary>
internal interface IAuditTrail
{
    /// <summary>Writes down what is about to be done, or refuses it where it can't be written and the settings say so.</summary>
    void Announce(AuditRecord record);

    /// <summary>Writes down what was done.</summary>
    void Record(AuditRecord record);
}
