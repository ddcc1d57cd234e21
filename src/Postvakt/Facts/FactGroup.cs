namespace Postvakt.Facts;

/// <summary>Families of facts: what they rest on. Training drops whole groups at times, so that no verdict hangs on one of them.</summary>
public enum FactGroup
{
    Claim,
    Sleep,
    Sender,
    Impersonation,
    Habit,
    Text,
    HostNovelty,
    LinkForm,
    Attachment,
    Campaign,
    Combination,
}
