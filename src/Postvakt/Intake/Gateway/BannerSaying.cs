namespace Postvakt.Intake.Gateway;

/// <summary>What a banner says: our own sentences, never text of the mail.</summary>
/// <param name="Sentence">What is odd, and what to do.</param>
/// <param name="Warning">The advisory that holds, in short, or empty.</param>
/// <param name="Link">Where the sender can be asked, an address of our own making; or empty.</param>
/// <param name="LinkText">What stands on the link.</param>
public sealed record BannerSaying(string Sentence, string Warning = "", string Link = "", string LinkText = "");
