namespace Postvakt.Intake;

/// <summary>What mails of one campaign have in common.</summary>
public enum CampaignTrait
{
    /// <summary>Form of a link's path.</summary>
    Link,

    /// <summary>What the sender wrote, nearly the same.</summary>
    Wording,

    /// <summary>Shape of an archive's name, kinds inside, a password in the text.</summary>
    Archive,

    /// <summary>A document, its macros, its VBA project, or who made it on what.</summary>
    Document,

    /// <summary>A picture inside a document.</summary>
    Picture,
}
