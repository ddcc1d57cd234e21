namespace Postvakt.Jobs;

/// <summary>
/// Work that decisions promised. A worker takes what is due for a while; when it dies, the job comes back. What is changed here is permanent
/// with the next commit of the store that it belongs to: commit before work begins.
/// </summary>
public interface IJobQueue
{
    /// <summary>Promises work apart from a record.</summary>
    void Add(Job job);

    /// <summary>Takes jobs of one kind that are due, oldest first. Until <paramref name="lease"/> is over nobody else gets them.</summary>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max);

    /// <summary>Ends a job. False when the lease was lost and another worker has it.</summary>
    bool Finish(QueuedJob job);

    /// <summary>Puts a job off after a failure. False as in <see cref="Finish"/>.</summary>
    bool Retry(QueuedJob job, DateTimeOffset due);

    /// <summary>Keeps a job that nobody should try again, for an operator to see. False as in <see cref="Finish"/>.</summary>
    bool GiveUp(QueuedJob job);

    /// <summary>Jobs given up, oldest first.</summary>
    /// <param name="after">0, or the id of the last one seen.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    IReadOnlyList<QueuedJob> GivenUp(long after, int max);

    /// <summary>Has a job that was given up tried anew. False for one that is not.</summary>
    bool Revive(long id, DateTimeOffset due);

    /// <summary>Drops a job that was given up. False for one that is not.</summary>
    bool Drop(long id);

    /// <summary>Jobs that wait or are being worked on, and those given up.</summary>
    (long Waiting, long GivenUp) Count();
}
