namespace MctsAspire.Gateway.Audit;

/// <summary>Where is written down who did what: by a running Gateway beside its work, by a command at once.</summary>
internal interface IAuditTrail
{
    /// <summary>Refuses what can't be written down, where the settings say so.</summary>
    void Require();

    /// <summary>Writes something down.</summary>
    void Record(AuditRecord record);
}
