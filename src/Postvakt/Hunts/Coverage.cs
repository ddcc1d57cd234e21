namespace Postvakt.Hunts;

/// <summary>One kind of log of one machine: what it reaches over.</summary>
/// <param name="Host">Empty where neither the log nor its folder tells.</param>
/// <param name="Source">Kind of file ("ExchangeHttpProxy"), or the channel of Windows events ("Security"), with the number behind it for events that techniques ask for ("Security#4688").</param>
public sealed record Coverage(string Host, string Source, long Events, DateTime? First, DateTime? Last);
