# Asks Net::Netrc about each file. The module reads the home directory from the password database once for each process, and
# it loops for ever on some files. So the database is overridden, and each file is read in a process with an alarm.
use strict;
use warnings;

use File::Basename qw(dirname);
use JSON::PP;
use MIME::Base64 qw(encode_base64);

my $home;

BEGIN {
    *CORE::GLOBAL::getpwuid = sub { ( 'x', 'x', $<, $(, '', '', '', $home, '/bin/sh' ) };
}

use Net::Netrc;

my $json = JSON::PP->new->canonical;

sub encoded { my ($value) = @_; return defined $value ? encode_base64( $value, '' ) : undef }

sub answer {
    my ($case) = @_;
    $home = dirname( $case->{path} );
    my $found = Net::Netrc->lookup( $case->{host}, $case->{login} );
    return { answer => 'none' } unless $found;
    return { answer => 'match', login => encoded( $found->login ), password => encoded( $found->password ) };
}

open my $input, '<', $ARGV[0] or die $!;
while ( my $line = <$input> ) {
    my $case = $json->decode($line);
    my $child = open( my $pipe, '-|' ) // die $!;
    if ( !$child ) {
        # The default action of the alarm ends the process.
        alarm 1;
        open STDERR, '>', '/dev/null' or die $!;
        my $answer = eval { answer($case) } || { answer => 'error', why => "$@" };
        print $json->encode($answer);
        exit 0;
    }
    my $text = do { local $/; <$pipe> };
    close $pipe;
    my $answer = $? ? { answer => 'error', why => 'it hangs' } : $json->decode($text);
    syswrite STDOUT, $json->encode( { id => $case->{id}, %$answer } ) . "\n";
}
