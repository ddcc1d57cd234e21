namespace Postvakt.Authentication.Spf;

/// <summary>What one check may still ask of the DNS (RFC 7208 4.6.4): a record must not make receivers attack somebody else.</summary>
internal sealed class SpfBudget
{
    /// <summary>Terms that ask: include, a, mx, ptr, exists, redirect.</summary>
    public const int MaxTerms = 10;

    /// <summary>Questions that find nothing.</summary>
    public const int MaxVoid = 2;

    /// <summary>Names of one mx or ptr.</summary>
    public const int MaxNames = 10;

    public int Terms { get; private set; }

    public int Void { get; private set; }

    /// <summary>False when the limit is passed.</summary>
    public bool TakeTerm() => ++Terms <= MaxTerms;

    /// <summary>False when the limit is passed.</summary>
    public bool Count(DnsAnswer answer) => !answer.IsVoid || ++Void <= MaxVoid;
}
