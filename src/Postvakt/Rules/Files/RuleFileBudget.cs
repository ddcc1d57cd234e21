namespace Postvakt.Rules.Files;

/// <summary>What opening files for rules may take, of a mail and of all mails inside it together.</summary>
internal sealed class RuleFileBudget
{
    /// <summary>Files that are opened because a rule asks. 30, as many as when a mail is read.</summary>
    private const int MaxOpened = 30;

    /// <summary>Mails among the files that are read. 30.</summary>
    private const int MaxMails = 30;

    /// <summary>Pictures that are looked at for codes. 30.</summary>
    private const int MaxPictures = 30;

    /// <summary>Time for all of it, as a multiple of the time for one file.</summary>
    private const int MaxTimes = 3;

    private int _opened;
    private int _mails;
    private int _pictures;
    private TimeSpan _spent;

    public bool MayReadMail => _mails < MaxMails;

    public bool TryOpen(TimeSpan timeOfOne) => Left(timeOfOne) > TimeSpan.Zero && _opened < MaxOpened && ++_opened > 0;

    public bool TryPicture(TimeSpan timeOfOne) => Left(timeOfOne) > TimeSpan.Zero && _pictures < MaxPictures && ++_pictures > 0;

    public void CountMail() => _mails++;

    public void Spend(TimeSpan time) => _spent += time;

    /// <summary>Time that is left, in all.</summary>
    public TimeSpan Left(TimeSpan timeOfOne) => timeOfOne * MaxTimes - _spent;
}
