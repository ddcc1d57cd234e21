namespace Postvakt.Questions;

/// <summary>How far a question to a sender has come. The values are stored; do not renumber.</summary>
public enum QuestionState
{
    /// <summary>It is sent, or will be, and waits for an answer.</summary>
    Asked = 0,

    /// <summary>"Yes, I sent it": evidence, not proof.</summary>
    AnsweredYes = 1,

    /// <summary>"No, it was not me".</summary>
    AnsweredNo = 2,

    /// <summary>Nobody answered in time. A late answer still counts.</summary>
    Expired = 3,

    /// <summary>No way reached the person. Whoever asks by telephone notes the answer.</summary>
    Undeliverable = 4,
}
