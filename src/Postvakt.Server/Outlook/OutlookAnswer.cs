namespace Postvakt.Server.Outlook;

/// <param name="Text">One sentence in the person's language.</param>
internal sealed record OutlookAnswer(string Text);
