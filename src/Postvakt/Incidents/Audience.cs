namespace Postvakt.Incidents;

/// <summary>Who is told. The values are stored; do not renumber.</summary>
public enum Audience
{
    Staff = 0,
    Partners = 1,

    /// <summary>The supervisory authority of the GDPR.</summary>
    DataProtectionAuthority = 2,

    /// <summary>The CSIRT or competent authority of NIS2.</summary>
    Csirt = 3,
    Press = 4,

    /// <summary>Persons whose data is concerned (GDPR article 34).</summary>
    DataSubjects = 5,
    Management = 6,
}
