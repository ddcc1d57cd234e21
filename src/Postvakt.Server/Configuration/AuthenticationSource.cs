namespace Postvakt.Server.Configuration;

/// <summary>Where results about the sender come from.</summary>
public enum AuthenticationSource
{
    /// <summary>Nobody says; facts about authentication stay out.</summary>
    None,

    /// <summary>The Authentication-Results of named servers count.</summary>
    Trust,

    /// <summary>SPF, DKIM, DMARC and ARC are checked here.</summary>
    Verify,
}
