;;; auth-source.el --- asks auth-source about each netrc  -*- lexical-binding: t -*-

(require 'auth-source)
(require 'json)

(setq auth-source-do-cache nil
      auth-source-save-behavior nil)

(defun keyrc-encoded (value)
  "VALUE in base64, or null."
  (if (stringp value)
      (base64-encode-string (encode-coding-string value 'utf-8-emacs) t)
    :null))

(defun keyrc-ask (case)
  "What auth-source finds for CASE."
  (setq auth-sources (list (gethash "path" case)))
  (auth-source-forget-all-cached)
  (let* ((login (gethash "login" case))
         (found (car (apply #'auth-source-search :max 1 :host (gethash "host" case)
                            (and (stringp login) (list :user login)))))
         (secret (plist-get found :secret)))
    (if (not found)
        (list :answer "none")
      (list :answer "match"
            :login (keyrc-encoded (plist-get found :user))
            :password (keyrc-encoded (if (functionp secret) (funcall secret) secret))))))

(let ((input (car command-line-args-left)))
  (setq command-line-args-left nil)
  (with-temp-buffer
    (insert-file-contents input)
    (while (not (eobp))
      (let* ((case (json-parse-string (buffer-substring (point) (line-end-position))))
             (answer (condition-case problem
                         (keyrc-ask case)
                       (error (list :answer "error" :why (format "%S" problem))))))
        (princ (json-serialize (append (list :id (gethash "id" case)) answer)))
        (princ "\n"))
      (forward-line))))
