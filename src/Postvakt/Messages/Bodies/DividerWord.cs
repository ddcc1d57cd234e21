namespace Postvakt.Messages.Bodies;

/// <summary>The words between the dashes of "-----Original Message-----".</summary>
internal sealed record DividerWord(bool Forward, string Language);
