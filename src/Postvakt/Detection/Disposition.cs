namespace Postvakt.Detection;

/// <summary>What is done with a mail in enforce mode. The values are stored; do not renumber.</summary>
public enum Disposition
{
    Deliver,
    Tag,
    Quarantine,
    Reject,
    Defer,
}
